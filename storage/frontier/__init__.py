"""The crawl queue, in the store's own database: leased, acknowledged in the transaction that stores the outcome.

An address belongs to a scope (a site's name) and lies in a slot (the site that is asked politely). A worker leases a
slot, so that one site is asked by one worker at a time, and addresses in it. A lease has an end that a heartbeat moves
on, and a token that grows with every lease: a worker that comes back after its lease was given to another cannot
acknowledge. Nothing is kept in memory or pickled; what a killed worker held comes back when its lease ends.
"""

from __future__ import annotations

from storage.frontier.entries import FIRST_INTERVAL, Ask, Lease, Settled, last_fetch
from storage.frontier.leasing import Leasing
from storage.frontier.settling import LONGEST_INTERVAL, SHORTEST_INTERVAL, Settling
from storage.frontier.tables import DONE, FAILED, LEASED, QUEUED, frontier, slots

__all__ = [
    "DONE",
    "FAILED",
    "FIRST_INTERVAL",
    "LEASED",
    "LONGEST_INTERVAL",
    "QUEUED",
    "SHORTEST_INTERVAL",
    "Ask",
    "Frontier",
    "Lease",
    "Settled",
    "frontier",
    "last_fetch",
    "slots",
]


class Frontier(Leasing, Settling):
    """The queue of one store, as one worker of one run sees it."""
