"""Sessions of people and programs on real servers, each with a label: busy or idle."""
