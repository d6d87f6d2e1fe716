"""What `/healthz/ready` asks."""
