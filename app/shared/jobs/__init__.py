"""Long work as rows: progress, heartbeat, cancel; lost ones are put back."""
