#pragma once

namespace slipher::app {

/// The whole program: parses the command line and runs the command. Returns the exit status.
int run_command_line(int argc, char** argv);

}  // namespace slipher::app
