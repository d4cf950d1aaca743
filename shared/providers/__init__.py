"""What is asked of others on the web: each behind an interface of ours, off unless configured.

`web` and `people` are the interfaces; a module named after a provider speaks to it. Whoever asks
knows the interface alone, and goes on without an answer where there is no provider.
"""
