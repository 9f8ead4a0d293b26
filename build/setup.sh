# Set-up shared by run.sh and test.sh, which source it: `.venv`, the package in it, and Qt's system libraries.
# It expects $root (the checkout) and gives $venv. Everything it says goes to stderr, so that output stays clean.
# Nothing outside `.venv` is written, but for missing system libraries where root may install them.

venv=$root/.venv
setup_log=$venv/setup.log

say() { printf '%s\n' "$*" >&2; }

stop() { say "$*"; exit 1; }

# The set-up that stands is described by one line: what was installed, from which pyproject.toml, and where.
stamp_for() { printf '%s %s %s\n' "$1" "$(cksum < "$root/pyproject.toml")" "$root"; }

is_ready() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/.ready" ] || return 1
    read -r ready < "$venv/.ready" || return 1
    [ "$ready" = "$(stamp_for "$1")" ] || [ "$ready" = "$(stamp_for test)" ]
}

can_make_venvs() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        can_make_venvs "$PYTHON" || stop "PYTHON=$PYTHON 不能用：需要 Python 3.10 或更新的版本，并带 venv。"
        python=$PYTHON
        return
    fi
    for python in python3.13 python3.12 python3.11 python3.10 python3 python; do
        can_make_venvs "$python" && return
    done
    stop "没有找到 Python 3.10 或更新的版本（须带 venv）。Debian、Ubuntu、麒麟、统信可运行：apt-get install python3 python3-venv；已装在别处的，用 PYTHON=路径 指明。"
}

# Runs a command with its output in the log; shows the log's end only where the command fails.
quietly() {
    "$@" >> "$setup_log" 2>&1 && return
    tail -n 15 "$setup_log" >&2
    return 1
}

# Scripts in a `.venv` name its place, so one that was moved with its checkout is made anew, like a half-made one.
is_spoilt() {
    [ -e "$venv/.unfinished" ] || { [ -d "$venv" ] && [ ! -x "$venv/bin/python" ]; } ||
        { [ -f "$venv/.place" ] && [ "$(cat "$venv/.place")" != "$root" ]; }
}

# $1: run | test. The mark `.unfinished` stands first and goes last, so that an interrupted set-up is made anew.
install_package() {
    ! is_spoilt || rm -rf "$venv"
    [ -x "$venv/bin/python" ] || find_python
    mkdir -p "$venv" && : > "$venv/.unfinished" || stop "不能写入 $venv：请检查目录权限和磁盘空间。"
    rm -f "$venv/.ready" "$venv/.libraries"
    : > "$setup_log"
    printf '%s\n' "$root" > "$venv/.place"
    if [ ! -x "$venv/bin/python" ]; then
        say "首次准备：正在用 $("$python" -V 2>&1) 建立运行环境 .venv ……"
        quietly "$python" -m venv "$venv" || stop "建立 .venv 没有成功，原因见上。"
    fi
    case $1 in
        test) what='.[test]' ;;
        *) what=. ;;
    esac
    say "正在安装程序和依赖（需要联网，约几分钟；以后启动不再重复）……"
    ( cd "$root" && quietly "$venv/bin/python" -m pip install --quiet --editable "$what" ) ||
        stop "依赖没有装好，原因见上。请检查网络或软件源后重新运行本命令。"
    stamp_for "$1" > "$venv/.ready"
    rm -f "$venv/.unfinished"
}

# The Debian package of a shared library that Qt's wheels do not carry.
package_of() {
    case $1 in
        libEGL.so.1) echo libegl1 ;;
        libGL.so.1) echo libgl1 ;;
        libGLX.so.0) echo libglx0 ;;
        libOpenGL.so.0) echo libopengl0 ;;
        libGLESv2.so.2) echo libgles2 ;;
        libX11.so.6) echo libx11-6 ;;
        libX11-xcb.so.1) echo libx11-xcb1 ;;
        libXext.so.6) echo libxext6 ;;
        libXrender.so.1) echo libxrender1 ;;
        libICE.so.6) echo libice6 ;;
        libSM.so.6) echo libsm6 ;;
        libxkbcommon.so.0) echo libxkbcommon0 ;;
        libxkbcommon-x11.so.0) echo libxkbcommon-x11-0 ;;
        libdbus-1.so.3) echo libdbus-1-3 ;;
        libfontconfig.so.1) echo libfontconfig1 ;;
        libfreetype.so.6) echo libfreetype6 ;;
        libglib-2.0.so.0 | libgthread-2.0.so.0 | libgobject-2.0.so.0 | libgio-2.0.so.0) echo libglib2.0-0 ;;
        libz.so.1) echo zlib1g ;;
        libzstd.so.1) echo libzstd1 ;;
        libstdc++.so.6) echo libstdc++6 ;;
        libgcc_s.so.1) echo libgcc-s1 ;;
        libgssapi_krb5.so.2) echo libgssapi-krb5-2 ;;
        libcups.so.2) echo libcups2 ;;
        libnss3.so | libnssutil3.so | libsmime3.so) echo libnss3 ;;
        libnspr4.so | libplc4.so | libplds4.so) echo libnspr4 ;;
        libbrotlidec.so.1 | libbrotlicommon.so.1) echo libbrotli1 ;;
        libwayland-client.so.0 | libwayland-cursor.so.0 | libwayland-egl.so.1)
            echo "$1" | sed 's/\.so\.\([0-9]*\)$/\1/' ;;
        libxcb.so.1 | libxcb-*.so.*) echo "$1" | sed 's/\.so\.\([0-9]*\)$/\1/' ;;
    esac
}

# The shared libraries that the Qt parts of this program ask for and the loader does not find.
missing_libraries() {
    qt=$(echo "$venv"/lib/python3*/site-packages/PySide6)
    {
        for part in QtCore QtGui QtWidgets QtSvg QtPdf QtPdfWidgets QtPrintSupport; do
            ldd "$qt/$part.abi3.so" 2>/dev/null || :
        done
        for plugin in platforms/libqxcb platforms/libqoffscreen iconengines/libqsvgicon \
            imageformats/libqsvg printsupport/libcupsprintersupport; do
            ldd "$qt/Qt/plugins/$plugin.so" 2>/dev/null || :
        done
        [ -z "${WAYLAND_DISPLAY:-}" ] || ldd "$qt"/Qt/plugins/platforms/libqwayland*.so 2>/dev/null || :
    } | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u
}

packages_for() {
    for library in $1; do package_of "$library"; done | sort -u | tr '\n' ' '
}

# Installs what is missing where that is possible; else says the one line and goes on, as not every command needs Qt.
prepare_libraries() {
    [ "$(uname -s)" = Linux ] && command -v ldd >/dev/null 2>&1 || return 0
    missing=$(missing_libraries)
    if [ -n "$missing" ]; then
        packages=$(packages_for "$missing")
        line="apt-get update && apt-get install -y --no-install-recommends $packages"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -n "$packages" ]; then
            say "正在安装窗口所需的系统库：$packages"
            quietly apt-get update -q || say "软件源没有全部更新成功，仍继续安装。"
            DEBIAN_FRONTEND=noninteractive quietly apt-get install -y -q --no-install-recommends $packages || :
            missing=$(missing_libraries)
        fi
    fi
    if [ -n "$missing" ]; then
        say "窗口所需的系统库还缺：$(echo $missing)。请以管理员身份运行：${line}"
        return 0
    fi
    : > "$venv/.libraries"
}

# $1: run | test. A second start passes both tests at once and does no work.
prepare() {
    is_ready "$1" || install_package "$1"
    [ -e "$venv/.libraries" ] || prepare_libraries
}
