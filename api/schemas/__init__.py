"""What goes over the wire, besides the statements themselves."""
