@echo off
rem Makes everything ready on first use, then starts the program: build\run.bat [--demo | arguments of panhuang-desk]
setlocal
set "root=%~dp0.."
call "%~dp0setup.bat" run || exit /b 1
if "%~1"=="--demo" (
    "%root%\.venv\Scripts\python.exe" "%~dp0demo.py"
    exit /b
)
"%root%\.venv\Scripts\python.exe" -m panhuang_desk %*
