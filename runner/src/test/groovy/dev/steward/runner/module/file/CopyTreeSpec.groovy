package dev.steward.runner.module.file

/** With this machine's sh and tar. */
class CopyTreeSpec extends CopyTreeContractSpec {

    @Override
    List<String> shell() { ['sh'] }
}
