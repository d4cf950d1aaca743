"""Contacts that innovators upload: files as they come, read into rows that can be stored.

`reading.read_contacts` is the way in; nothing here touches a database or knows who is a member.
"""
