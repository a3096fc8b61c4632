taskList('Greet') {
    vars greeting: 'Hello', times: 1, wait: 1.seconds
    tasks {
        (1..times).each { n ->
            task("Greeting ${n}") {
                shell "echo ${greeting} ${n}"
                register 'greeted'
                timeout wait * n
            }
        }
        task('Check') {
            debug greeting
            when { greeted.rc == 0 }
        }
    }
}
