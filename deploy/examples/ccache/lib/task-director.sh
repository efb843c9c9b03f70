require_task_director() { die "the agent is not built"; }
STANDALONE_PID=''
start_standalone() { :; }
stop_standalone() { :; }
