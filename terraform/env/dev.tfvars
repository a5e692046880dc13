# To try things: all of it can be thrown away, and Mage shows what runs.
environment         = "dev"
deletion_protection = false
scheduled_by        = "mage"
spark_max_executors = 2
