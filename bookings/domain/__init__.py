"""Every write of booking, one keyword-only function each. Web, desk, machines and tasks call these and nothing else."""
