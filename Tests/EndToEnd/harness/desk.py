"""Where the browser is: a network of its own, in which loopback is this machine's.

Chromium gives up all that it loads whenever an address of its machine comes or goes, as one does with each container.
Nothing comes or goes in a namespace of its own. What connects to loopback there is handed on to loopback here.
"""

import asyncio
import ctypes
import os
import socket
import struct
import subprocess
import threading

from .netns import NetworkNamespace

CLONE_NEWNET = 0x4000_0000
# From linux/netfilter_ipv4.h: where a connection was going before it was redirected.
SO_ORIGINAL_DST = 80


class Desk(NetworkNamespace):
    def __init__(self):
        super().__init__("desk")
        listener = self.listener()
        subprocess.run(self.command(
            "iptables", "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "-j", "REDIRECT",
            "--to-ports", str(listener.getsockname()[1])), check=True)
        # Held here, as nothing else holds one whose browser has gone while the other end says nothing.
        self.connections = set()
        # Those that the browser still has, while their other end is gone.
        self.dead = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.serve, args=[listener], daemon=True)
        self.thread.start()

    def listener(self):
        """A socket in the namespace, made by a thread that ends with it: only that thread is in there."""
        made = []

        def make():
            with open(f"/var/run/netns/{self.name}") as namespace:
                if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            made.append(socket.create_server(("127.0.0.1", 0), backlog=256))

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        return made[0]

    def serve(self, listener):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self.hand_on, sock=listener))
        self.loop.run_forever()

    async def hand_on(self, reader, writer):
        task = asyncio.current_task()
        self.connections.add(task)
        task.add_done_callback(self.connections.discard)
        there = writer.get_extra_info("socket").getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
        port, = struct.unpack_from("!H", there, 2)
        try:
            onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.transport.abort()
            return
        try:
            await asyncio.gather(self.copy(reader, onward_writer), self.copy(onward_reader, writer))
        except asyncio.CancelledError:
            onward_writer.transport.abort()
            self.dead.append(writer)

    async def copy(self, reader, writer):
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
            writer.write_eof()
        except OSError:
            # One side is gone: so the other is.
            writer.transport.abort()

    async def cut(self):
        tasks = [*self.connections]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def fall_asleep(self):
        """All connections that are open now are dead at their other end, and the browser hears nothing of that."""
        asyncio.run_coroutine_threadsafe(self.cut(), self.loop).result()

    def close(self):
        self.fall_asleep()
        for writer in self.dead:
            self.loop.call_soon_threadsafe(writer.transport.abort)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        super().close()
