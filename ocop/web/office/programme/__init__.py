"""The programme's pages: targets beside the register, snapshots, and the office's books."""
