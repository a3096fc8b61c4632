package dev.steward.dsl

import dev.steward.house.HouseSpec

class DslHouseSpec extends HouseSpec {

    @Override
    String root() { 'dev.steward.dsl' }

    @Override
    Map<String, List<String>> imports() {
        [
                'plan'   : [],
                'catalog': [],
                'script' : ['plan', 'catalog'],
                'check'  : ['plan', 'catalog', 'script'],
        ]
    }
}
