# Nothing is destroyed by mistake, and no VM waits a month for its one run.
environment         = "prod"
deletion_protection = true
scheduled_by        = "workflows"
spark_max_executors = 8
