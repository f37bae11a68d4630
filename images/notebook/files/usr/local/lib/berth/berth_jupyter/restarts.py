"""Kernels that died and that Jupyter started anew by itself."""


class Restarts:
    """Corrects what Jupyter says of them: it goes on calling a kernel busy that died while it was, though what it ran is
    gone and nothing runs, until somebody asks the new one."""

    def __init__(self, app):
        self.kernels = app.kernel_manager
        self.watched = set()

    def look(self):
        present = set(self.kernels.list_kernel_ids())
        self.watched &= present
        for kernel_id in present - self.watched:
            # Jupyter makes the restarter when the kernel has started, and forgets who asks for calls before.
            manager = self.kernels.get_kernel(kernel_id)
            if manager._restarter is not None:
                self.watched.add(kernel_id)
                self.kernels.add_restart_callback(kernel_id, lambda of=manager: self.restarts(of), "restart")

    def restarts(self, manager):
        manager.execution_state = "starting"
