"""What two functions need: rules, the database, the queue, messaging, the model, the agents."""
