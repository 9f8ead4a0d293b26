@echo off
rem Set-up shared by run.bat and test.bat, which call it with `run` or `test` and have set `root`.
rem Only ASCII stands here, as cmd reads batch files in the machine's code page; Chinese comes from windows_setup.py.

rem The path may hold Chinese, which Python before 3.13 misreads in the file that an editable install leaves.
set "PYTHONPATH=%root%"
set "PYTHONUTF8=1"
if exist "%root%\.venv\.ready_%1" (
    fc /b "%root%\pyproject.toml" "%root%\.venv\.ready_%1" >nul 2>&1 && exit /b 0
)
if defined PYTHON (
    "%PYTHON%" "%~dp0windows_setup.py" %1
    exit /b
)
for %%v in (3.13 3.12 3.11 3.10) do (
    py -%%v -c "import venv, ensurepip" >nul 2>&1 && (
        py -%%v "%~dp0windows_setup.py" %1
        exit /b
    )
)
python -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))" >nul 2>&1 && (
    python "%~dp0windows_setup.py" %1
    exit /b
)
chcp 65001 >nul
type "%~dp0no_python.txt"
exit /b 1
