# Nothing is public: people forward ports.

default_task_role = "task-default"
