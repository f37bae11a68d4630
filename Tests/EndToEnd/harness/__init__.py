"""What the end-to-end tests drive Berth with: real clients, and a hand on its processes and its engine."""
