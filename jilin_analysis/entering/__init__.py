"""Put figures into a data folder of your own: a new one, and the rows that a release gives."""
