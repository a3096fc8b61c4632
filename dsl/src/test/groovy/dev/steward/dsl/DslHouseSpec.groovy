package dev.steward.dsl

import dev.steward.house.HouseSpec

class DslHouseSpec extends HouseSpec {

    @Override
    String root() { 'dev.steward.dsl' }

    @Override
    Map<String, List<String>> imports() {
        [
                'plan': [],
                'catalog': [],
                'value': ['plan', 'catalog'],
                'expression': ['plan', 'value'],
                'word': ['catalog', 'value'],
                'source': ['plan'],
                'render': ['plan', 'catalog', 'value', 'word'],
                'script': ['plan', 'catalog', 'value', 'expression', 'word', 'source'],
                'check': ['plan', 'catalog', 'value', 'expression', 'word', 'source', 'script'],
        ]
    }

    @Override
    Map<String, List<String>> kept() {
        ['groovy.': ['source', 'script'], 'org.codehaus.groovy.': ['source', 'script']]
    }
}
