"""Is the running system healthy, and if not, what is to be done? `yachtparty doctor`.

One check for each symptom of the troubleshooting guide and each health check: what it asks, what it
saw, its verdict, and the remedy as a command. Reads only. It prints ids and counts, never a phone
number or a word of what people write.
"""
