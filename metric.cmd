@echo off
rem Runs MetricPlugins from its sources: builds what changed, then starts the host. The Windows version of ./metric.
rem   metric run studies\quickstart.fsx
rem   metric test        builds and runs all tests
rem METRIC_CUDA=1 builds with libtorch's CUDA package instead of the CPU package.
setlocal
set "here=%~dp0"
set "log=%here%artifacts\build.log"
set "properties=-c Release"
if "%METRIC_CUDA%"=="1" set "properties=%properties% -p:Cuda=true"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1

where /q dotnet
if errorlevel 1 (
	echo MetricPlugins needs the .NET 10 SDK, but dotnet is not on PATH. Install it and run this again. 1>&2
	exit /b 3
)
if not "%~1"=="test" goto run
set "arguments="
:collect
shift
if "%~1"=="" goto test
set arguments=%arguments% %1
goto collect

:test
dotnet test "%here%MetricPlugins.slnx" %properties% %arguments%
exit /b %errorlevel%

:run
if not exist "%here%artifacts" mkdir "%here%artifacts"
dotnet build "%here%src\Host" %properties% --nologo -v quiet >"%log%" 2>&1
if errorlevel 1 (
	type "%log%" 1>&2
	echo The build failed; its full output is in "%log%". 1>&2
	exit /b 3
)
dotnet "%here%artifacts\host\metric.dll" %*
exit /b %errorlevel%
