"""Release: what waits in `message_queue`, decided, worded and let go when its moment has come."""
