"""The laptop's version of the cloud: embedded Postgres, stand-ins, the phone. Never deployed."""
