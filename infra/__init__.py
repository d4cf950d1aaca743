"""Where the functions run: the list of them, the cloud, the image, and the laptop."""
