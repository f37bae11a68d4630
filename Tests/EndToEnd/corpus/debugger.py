"""JupyterLab's debugger, as far as it takes to hold a cell at a breakpoint."""

from itertools import count

CODE = "first = 1\nsecond = 2\nthird = 3\n"


def stop_at_a_breakpoint(kernel):
    """Returns once the kernel stands still in the middle of a cell."""
    numbers = count(1)

    def ask(command, **arguments):
        request = kernel.say("debug_request", {
            "type": "request", "seq": next(numbers), "command": command, "arguments": arguments}, channel="control")
        answer = next(one for one in kernel.messages(request) if one["msg_type"] == "debug_reply")["content"]
        assert answer["success"], answer
        return answer.get("body")

    ask("initialize", clientID="jupyterlab", adapterID="debugpy", pathFormat="path", linesStartAt1=True,
        columnsStartAt1=True, supportsVariableType=True, supportsVariablePaging=True,
        supportsRunInTerminalRequest=True, locale="en")
    ask("attach")
    path = ask("dumpCell", code=CODE)["sourcePath"]
    ask("setBreakpoints", source={"path": path}, breakpoints=[{"line": 2}], lines=[2], sourceModified=False)
    ask("configurationDone")
    kernel.send(CODE)
    while True:
        message = kernel.receive()
        if message["msg_type"] == "debug_event" and message["content"]["event"] == "stopped":
            return
