"""Text messages to phones: a code to sign in by. What must arrive is a mail and goes through the outbox."""
