// Runs a Jenkinsfile with a stand-in for Jenkins' words and prints what it meets, one a line, indented.
// A word that is not listed, or that stands where Jenkins does not take it, is an error.
class Words {
    static final BLOCKS = [
        pipeline: ['top'], stages: ['pipeline', 'stage'], stage: ['stages'],
        agent: ['pipeline', 'stage'], kubernetes: ['agent'],
        options: ['pipeline'], triggers: ['pipeline'], environment: ['pipeline', 'stage'],
        when: ['stage'], not: ['when', 'allOf'], allOf: ['when'], expression: ['when', 'allOf', 'not'],
        input: ['stage'], steps: ['stage'], post: ['pipeline', 'stage'], always: ['post'],
    ]
    static final CALLS = [
        agent: ['pipeline'], yamlFile: ['kubernetes'], defaultContainer: ['kubernetes'],
        timeout: ['options'], disableConcurrentBuilds: ['options'], buildDiscarder: ['options'], logRotator: ['options'],
        cron: ['triggers'], beforeAgent: ['when'], beforeInput: ['when'],
        branch: ['when', 'allOf', 'not'], triggeredBy: ['when', 'allOf', 'not'], changeRequest: ['when', 'allOf'],
        message: ['input'], submitter: ['input'], credentials: ['environment'], sh: ['steps'], archiveArtifacts: ['always'],
    ]
    List<String> path = ['top']
    def env = [BRANCH_NAME: 'main', CHANGE_FORK: null]
    def none = 'none'
    def currentBuild = [buildCauses: ['push'], getBuildCauses: { String kind -> [] }]

    def methodMissing(String name, def given) {
        def arguments = (given as List).collect()
        def body = arguments && arguments[-1] instanceof Closure ? arguments.removeLast() : null
        def allowed = body == null ? CALLS[name] : BLOCKS[name]
        if (!(path[-1] in (allowed ?: []))) { throw new IllegalStateException("'${name}' in '${path[-1]}'") }
        println(('  ' * (path.size() - 1)) + ([name] + arguments.collect { it.toString() }).join(' '))
        if (body != null) {
            path << name
            body.delegate = this
            body.resolveStrategy = Closure.DELEGATE_FIRST
            body()
            path.removeLast()
        }
        return name
    }

    void propertyMissing(String name, def value) {
        if (path[-1] != 'environment') { throw new IllegalStateException("'${name}' in '${path[-1]}'") }
        println(('  ' * (path.size() - 1)) + name + ' =')
    }
}

def shell = new GroovyShell()
args.each { file ->
    println "file ${file}"
    def script = shell.parse(new File(file))
    def words = new Words()
    script.binding.setVariable('pipeline', { Closure body -> words.methodMissing('pipeline', [body]) })
    script.run()
}
