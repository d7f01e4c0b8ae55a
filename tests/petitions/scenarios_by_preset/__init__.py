"""One road from intake to archive under each preset of the petition side: who reads, by when, who signs, what is refused."""
