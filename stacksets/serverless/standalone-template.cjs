'use strict';

const fs = require('node:fs');
const path = require('node:path');

/**
 * Makes the standalone template the resources of the service, with `custom.parameters` as the defaults of its parameters.
 *
 * It is not a `${file(…)}` in serverless.yml, since Serverless would look for variables of its own in the code of the function.
 * And the settings are not `provider.stackParameters`, since Serverless gives those to the stack before the template is in it.
 */
class StandaloneTemplate {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'before:package:finalize': () => this.takeTemplate() };
  }

  takeTemplate() {
    this.serverless.service.resources = read(this.serverless);
  }
}

function read(serverless) {
  const { templates, parameters } = serverless.service.custom;
  const file = path.resolve(serverless.serviceDir, templates, 'standalone.template.json');
  const refuse = (problem) => new serverless.classes.Error(problem, 'KEYSWEEP_TEMPLATE');
  const template = parse(file, refuse);
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const parameter = template.Parameters[name];
    if (parameter === undefined)
      throw refuse(`the template has no parameter ${name}; it has ${Object.keys(template.Parameters).join(', ')}`);
    parameter.Default = String(value);
  }
  return template;
}

function parse(file, refuse) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw refuse(
      `${file} could not be read (${error.message}): run keysweep synth first, and name the folder it wrote`,
    );
  }
}

module.exports = StandaloneTemplate;
