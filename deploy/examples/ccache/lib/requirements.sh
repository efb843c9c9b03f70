# Which programs the example needs, and what to say or do when one is missing. Sourced by run.sh.

# program, the Debian package that brings it
REQUIRED_PROGRAMS='nginx nginx-light
ccache ccache
gcc gcc
git git
dpkg-buildflags dpkg-dev
dpkg-source dpkg-dev
pgrep procps
apt-get apt'

missing_packages() {
    local program package
    while read -r program package; do
        command -v "$program" > /dev/null || echo "$package"
    done <<< "$REQUIRED_PROGRAMS" | sort -u
}

# Statistics by print-stats, a log of them per compilation and `remote_storage` came together by 4.7.
ccache_is_recent() {
    local version
    version=$(ccache --version | awk 'NR == 1 { print $3 }')
    [ "$(printf '4.7\n%s\n' "$version" | sort -V | head -n 1)" = 4.7 ]
}

nginx_takes_uploads() {
    nginx -V 2>&1 | grep -q -- --with-http_dav_module
}

# require_programs INSTALL: INSTALL is `install` when apt-get may be used.
require_programs() {
    local packages
    packages=$(missing_packages | tr '\n' ' ')
    if [ -n "$packages" ] && [ "$1" = install ]; then
        [ "$(id -u)" = 0 ] || die "--install needs root; install these yourself: $packages"
        install_packages "$packages"
        packages=$(missing_packages | tr '\n' ' ')
    fi
    [ -z "$packages" ] || die "missing: $packages- install them, or run this as root with --install (Debian 12 or newer)"
    ccache_is_recent || die "ccache 4.7 or newer is needed, this is $(ccache --version | head -n 1)"
    nginx_takes_uploads || die "this nginx was built without its DAV module, which takes the uploads; Debian's nginx-light has it"
}

install_packages() {
    # A web server that the package starts by itself is not wanted here: this example runs an nginx of its own.
    echo "installing $1"
    # shellcheck disable=SC2086 # a list of packages, to be split
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $1 > /dev/null \
        || die "apt-get could not install $1; is its package list current (apt-get update)?"
}
