"""Background events: what each type that needs a reaction causes, and the processor of the queue.

A type `noun.verb` of `shared.domain.events` that has a handler has it in the module `noun_verb`.
"""
