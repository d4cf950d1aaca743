"""The way out to other systems: Redis Streams. The only importer of redis."""

from shared.transport.streams import MOST_ENTRIES, Entry, RedisStreams, Transport

__all__ = ["MOST_ENTRIES", "Entry", "RedisStreams", "Transport"]
