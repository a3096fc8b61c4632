package dev.steward.runner.module

/** BusyBox as it is on Alpine: its sh, and none but its own tools. */
class BusyBoxRealSpec extends ShellContractSpec {

    List<String> shell() { ['busybox', 'sh'] }

    void setupSpec() {
        assert 'which busybox'.execute().waitFor() == 0: 'this spec needs BusyBox: apt-get install -y busybox-static'
    }
}
