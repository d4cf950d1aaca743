"""What `yachtparty doctor` reads: bounded, by index, read-only, with a time limit."""
