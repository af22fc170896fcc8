#!/bin/sh
# install.sh VENV REQUIREMENTS: make the virtual environment if it is not there and install the pinned,
# hashed requirements into it, with uv where it is present, else with pip. Nothing is compiled: Python does that with what is used.
set -eu
venv=$1 requirements=$2 python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "make: needs Python 3.11 or newer; \"$python\" is $("$python" --version 2>&1 || true). Name another with: make PYTHON=python3.12 …" >&2
    exit 1
}

if command -v uv >/dev/null 2>&1; then
    [ -x "$venv/bin/python" ] || uv venv --quiet --python "$python" "$venv"
    echo "Installing $requirements with uv …"
    exec uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "$requirements"
fi

if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing python3-venv …"
        { apt-get -qq update && apt-get -qq install -y python3-venv; } >/dev/null
    else
        echo "make: this Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
[ -x "$venv/bin/pip" ] || "$python" -m venv --clear "$venv"
echo "Installing $requirements with pip (a minute or two) …"
exec "$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r "$requirements"
