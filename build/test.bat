@echo off
rem Makes everything ready on first use, then runs every check and all tests; arguments go to pytest.
setlocal
set "root=%~dp0.."
call "%~dp0setup.bat" test || exit /b 1
cd /d "%root%"
set "PATH=%root%\.venv\Scripts;%PATH%"
set "QT_QPA_PLATFORM=offscreen"
set "failed="
ruff check panhuang_desk tests build hatch_build.py || set "failed=1"
mypy || set "failed=1"
lint-imports || set "failed=1"
python -m pytest %* || set "failed=1"
if defined failed exit /b 1
exit /b 0
