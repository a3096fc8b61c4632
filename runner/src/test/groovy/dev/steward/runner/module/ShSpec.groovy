package dev.steward.runner.module

/** The sh of this machine: dash on Debian, bash elsewhere. */
class ShSpec extends ShellContractSpec {

    List<String> shell() { ['sh'] }
}
