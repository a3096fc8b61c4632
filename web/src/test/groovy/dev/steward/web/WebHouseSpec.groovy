package dev.steward.web

import static com.tngtech.archunit.base.DescribedPredicate.not
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage

import dev.steward.house.HouseSpec

class WebHouseSpec extends HouseSpec {

    def setupSpec() {
        // made by jte from the templates
        classes = classes.that(not(resideInAPackage('dev.steward.web.template..')))
    }

    @Override
    String root() { 'dev.steward.web' }

    @Override
    Map<String, List<String>> imports() {
        [
                'http'    : [],
                'format'  : [],
                'security': ['http'],
                'parts'   : ['http', 'security'],
                'run'     : ['http', 'format', 'parts'],
                'live'    : ['http', 'format'],
                'usual'   : ['format'],
                'matrix'  : ['http', 'format', 'usual'],
                'compare' : ['format', 'matrix'],
                'calendar': [],
                'timeline': ['estate', 'format', 'matrix'],
                'chart'   : ['format'],
                'happening': ['chart', 'format'],
                'estate'  : ['http', 'format', 'parts', 'chart', 'happening'],
                'inventory': ['chart', 'http', 'format', 'parts', 'estate', 'happening'],
                'power'   : ['http', 'format', 'security', 'parts', 'chart', 'estate', 'happening'],
                'account' : ['http', 'format', 'parts', 'security'],
                'oidc'    : ['http', 'parts', 'security'],
                'patch'   : ['http', 'format', 'parts'],
                'git'     : ['http', 'format', 'parts'],
                'guide'   : [],
                'reference': ['guide', 'http', 'parts'],
                'alert'   : ['http', 'format', 'parts'],
                'approve' : ['http', 'format', 'parts'],
                'hook'    : ['http', 'parts'],
                'week'    : ['format'],
                'admin'   : ['http', 'format', 'parts'],
                'page'    : ['admin', 'week', 'http', 'format', 'security', 'parts', 'run', 'live', 'usual', 'matrix', 'calendar', 'timeline', 'compare', 'estate', 'power', 'patch', 'git', 'guide', 'reference', 'account', 'alert', 'approve', 'inventory'],
                'design'  : ['http', 'format', 'parts', 'page', 'run', 'matrix', 'compare', 'chart', 'estate', 'power', 'patch', 'git', 'account', 'inventory'],
                'api'     : ['compare', 'account', 'admin', 'approve', 'hook', 'http', 'format', 'parts', 'run', 'live', 'security', 'usual', 'estate', 'power', 'patch', 'git', 'inventory'],
                'server'  : ['account', 'design', 'oidc', 'format', 'http', 'security', 'parts', 'page', 'api', 'live', 'power'],
                'main'    : ['*'],
        ]
    }

    @Override
    Map<String, List<String>> kept() {
        [
                'io.javalin'              : ['server'],
                'org.eclipse.jetty'       : ['server'],
                'jakarta.servlet'         : ['server', 'live'],
                'gg.jte'                  : ['server'],
                'io.nayuki'               : ['account'],
                'com.nimbusds'            : ['oidc'],
                'picocli'                 : ['main'],
                'ch.qos.logback'          : ['main'],
                'java.sql'                : [],
                'java.lang.Thread.sleep'  : [],
        ]
    }
}
