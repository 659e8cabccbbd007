# A relocatable tree: bin/slipher, lib/slipher/libduckdb.so, a systemd unit, a sample configuration.
install(TARGETS slipher RUNTIME DESTINATION bin)
install(FILES "${SLIPHER_DUCKDB_ROOT}/lib/libduckdb.so" DESTINATION lib/slipher)
install(FILES LICENSE README.md DESTINATION share/doc/slipher)
install(FILES examples/slipher.toml DESTINATION share/slipher)
install(FILES examples/slipher.service DESTINATION lib/systemd/system)
