# The remote cache: an nginx of our own, on a free loopback port, that keeps what is uploaded as files. Sourced by run.sh.
#
# Its log has a line per request: time, user, method, path, status. ccache sends the user of its URL, so that the log tells
# who fetched and who uploaded what; nobody is asked for a password.

REMOTE_CACHE_PID=''

# start_remote_cache FOLDER: sets REMOTE_CACHE_PORT and REMOTE_CACHE_PID.
start_remote_cache() {
    local folder=$1 attempt
    mkdir -p "$folder/store" "$folder/temp"
    for attempt in 1 2 3 4 5; do
        REMOTE_CACHE_PORT=$((20000 + (RANDOM * 7 + attempt) % 12000))
        ! answers "$REMOTE_CACHE_PORT" || continue
        remote_cache_configuration "$folder" > "$folder/nginx.conf"
        nginx -p "$folder" -c "$folder/nginx.conf" -e "$folder/error.log" 2> "$folder/start.log" &
        REMOTE_CACHE_PID=$!
        ! remote_cache_came_up || return 0
        kill "$REMOTE_CACHE_PID" 2> /dev/null || true
    done
    cat "$folder/start.log" "$folder/error.log" >&2
    die "nginx did not start on any of five ports; what it said stands above"
}

stop_remote_cache() {
    [ -n "$REMOTE_CACHE_PID" ] || return 0
    kill "$REMOTE_CACHE_PID" 2> /dev/null || true
    wait "$REMOTE_CACHE_PID" 2> /dev/null || true
}

answers() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

# Ten seconds at most; ends early when nginx ends, as it does when another took the port first.
remote_cache_came_up() {
    local check
    for check in {1..100}; do
        kill -0 "$REMOTE_CACHE_PID" 2> /dev/null || return 1
        ! answers "$REMOTE_CACHE_PORT" || return 0
        sleep 0.1
    done
    return 1
}

remote_cache_configuration() {
    local folder=$1
    # Root's workers would change to another user, who may not write here.
    [ "$(id -u)" != 0 ] || echo 'user root;'
    cat << END
daemon off;
worker_processes 1;
pid $folder/nginx.pid;
events { worker_connections 256; }
http {
    log_format requests '\$msec \$remote_user \$request_method \$uri \$status';
    access_log $folder/requests.log requests;
    client_body_temp_path $folder/temp/body;
    proxy_temp_path $folder/temp/proxy;
    fastcgi_temp_path $folder/temp/fastcgi;
    uwsgi_temp_path $folder/temp/uwsgi;
    scgi_temp_path $folder/temp/scgi;
    client_max_body_size 0;
    server {
        listen 127.0.0.1:$REMOTE_CACHE_PORT;
        root $folder/store;
        location / {
            dav_methods PUT DELETE MKCOL;
            create_full_put_path on;
        }
    }
}
END
}
