"""Free ports: no two processes are given the same one before either has used it."""

import multiprocessing
import socket

from infra.local.ports import free_port, free_ports


def test_two_processes_never_choose_the_same_port() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as other:
        theirs = other.apply(free_ports, [50])
        ours = free_ports(50)
    assert len({*theirs, *ours}) == 100


def test_a_port_that_somebody_listens_on_is_passed_over() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        assert port not in free_ports(99)
