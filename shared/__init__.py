"""What two functions need: rules, the database, the queue, messaging, the model, the agents."""

import gc

# What is imported stays. By its defaults the collector looks through it again and again while a
# process starts, for a tenth of the time that this takes.
gc.set_threshold(100_000, 20, 50)
