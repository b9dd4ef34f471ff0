#!/usr/bin/env bash
# Sourced by test-drivers.sh and test-systems.sh, after lib.sh: Debian's archive, folders that other systems are unpacked into,
# and tables of what was found. `cache`, a folder of theirs, is set before. Prints nothing by itself.

readonly cannot_run=75
: "${cache:?}"

wrong_usage() {
    say "$@"
    exit 2
}

not_here() {
    say "not run: $*"
    exit "$cannot_run"
}

# Sets `archive`, where this machine's own apt has Debian from; ends the script where there is none.
find_archive() {
    if [ "$(uname -s)" != Linux ] || ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
        not_here "it needs Linux with apt, to unpack Debian's packages"
    fi
    # shellcheck disable=SC2016 # apt's own names
    archive="$(apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(LABEL) $(REPO_URI)' 2>/dev/null \
        | sed -n 's/^Packages Debian Debian //p' | head -n 1)"
    [ -n "$archive" ] || not_here "apt knows no archive of Debian: no package can be fetched"
}

# apt_of RELEASE ARGUMENTS…: apt with folders of its own, which knows one release and nothing installed.
apt_of() {
    local folder="$cache/apt $1"
    shift
    APT_CONFIG="$folder/apt.conf" apt-get -q -y "$@" </dev/null
}

# update_apt_of RELEASE LOG: sets up these folders, and fetches the lists of packages.
update_apt_of() {
    local folder="$cache/apt $1" architecture keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    architecture="$(dpkg --print-architecture)"
    mkdir -p -- "$folder/lists/partial"
    : >"$folder/status"
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$archive" "$1" >"$folder/sources.list"
    cat >"$folder/apt.conf" <<CONF
Dir::State "$folder";
Dir::State::status "$folder/status";
Dir::Cache "$folder";
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "$architecture";
APT::Architectures "$architecture";
APT::Install-Recommends "false";
APT::Sandbox::User "";
CONF
    apt_of "$1" update >"$2" 2>&1 && ! grep -q '^Err' "$2"
}

# rows FILE: the table of cells as device, back end, outcome, size, flags and GFLOP/s of computing, separated by blanks.
rows() {
    awk '
        function fields(line,    n, quoted, i, c) {
            n = 1; quoted = 0; field[1] = ""
            for (i = 1; i <= length(line); i++) {
                c = substr(line, i, 1)
                if (c == "\"") quoted = !quoted
                else if (c == "," && !quoted) field[++n] = ""
                else field[n] = field[n] c
            }
            return n
        }
        { n = fields($0) }
        NR == 1 { for (i = 1; i <= n; i++) at[field[i]] = i; next }
        { print field[at["device"]], field[at["backend"]], field[at["outcome"]], field[at["precision"]],
              field[at["m"]], field[at["gflops_compute"]] }
    ' "$1"
}

say_log() {
    say "$1: see $2.out and $2.err"
    tail -n 5 -- "$2.err" >&2
}

# put_row FILE NAME ROW: into the table of that Markdown file whose first column is called name, in place of the row before;
# nothing where no file is named.
put_row() {
    [ -n "$1" ] || return 0
    awk -v row="$3" -v name="| \`$2\` |" '
        index($0, name) == 1 { if (!done) print row; done = 1; next }
        /^\| name \|/ { table = 1 }
        table && !/^\|/ { if (!done) print row; done = 1; table = 0 }
        { print }
        END { if (!done) print row }
    ' "$1" >"$cache/table" && cat -- "$cache/table" >"$1"
}
