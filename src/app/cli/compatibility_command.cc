#include <fstream>
#include <sstream>

#include "app/cli/commands.h"
#include "sql/constructs/construct.h"

namespace slipher::app {

int run_update_compatibility(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return fail("cannot read " + file);
  std::string page = text.str();
  const auto heading = page.find("\n## SQL\n");
  if (heading == std::string::npos) return fail(file + " has no line \"## SQL\"");
  page.resize(heading + 1);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << page << sql::compatibility_markdown() << std::flush;
  return out ? 0 : fail("cannot write " + file);
}

}  // namespace slipher::app
