// What symbols_test.cpp must find.
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>

long planted() {
  std::ifstream in("planted");
  return std::time(nullptr) + std::chrono::system_clock::now().time_since_epoch().count() +
         (std::getenv("A") ? 1 : 0);
}
