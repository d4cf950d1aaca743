"""The flows between members: their pure rules, a module a subject; what they change is SQL's."""
