// SPDX-License-Identifier: Apache-2.0
// The same loop as iam_decisions.cpp with another simulator: node iam_simulate.mjs PACKAGE FOLDER [SECONDS].
// PACKAGE is where npm has installed it.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [installed, folder, seconds = '3'] = process.argv.slice(2)
const root = resolve(installed)
const inside = (path) => import(pathToFileURL(join(root, 'dist/esm', path)).href)
const { authorize } = await inside('core_engine/CoreSimulatorEngine.js')
const { AwsRequestImpl } = await inside('request/request.js')
const { RequestContextImpl } = await inside('requestContext.js')
const { DiscoveryContextKeyConstraints } = await inside('context_keys/discoveryContextKeyConstraints.js')
const { loadPolicy } = createRequire(join(root, 'package.json'))('@cloud-copilot/iam-policy')

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }

function layersOf(all) {
  const named = (policy, name) =>
    policy.policy ? loadPolicy(policy.policy, { name: policy.name }) : loadPolicy(policy, { name })
  const list = (policies) => (Array.isArray(policies) ? policies : policies ? [policies] : []).map((p, i) => named(p, String(i)))
  const levels = (given, more = []) =>
    (given ?? []).map((l) => ({ orgIdentifier: l.orgIdentifier, policies: list([...l.policies, ...more]) }))
  const one = (policy, name) => (policy ? named(policy, name) : undefined)
  const boundaries = all.permissionBoundaries ?? all.permissionBoundaryPolicies
  const endpoints = all.endpointPolicies ?? all.vpcEndpointPolicies
  return {
    sessionPolicy: one(all.sessionPolicy, 'session'),
    identityPolicies: list(all.identityPolicies),
    serviceControlPolicies: levels(all.serviceControlPolicies),
    resourceControlPolicies: levels(all.resourceControlPolicies, [everything]),
    resourcePolicy: one(all.resourcePolicy, 'resource'),
    permissionBoundaries: boundaries ? list(boundaries) : undefined,
    vpcEndpointPolicies: endpoints ? list(endpoints) : undefined
  }
}

function caseOf(layers, request, options = {}) {
  const { expected, name, request: asked, simulation, ...policies } = layers
  return {
    text: JSON.stringify(policies),
    policies: layersOf(policies),
    request,
    parameters: {
      simulationMode: options.mode ?? options.simulationMode ?? 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints(options.discoveryContextKeyConstraints ?? [])
    },
    settings: layers.additionalSettings
  }
}

function ask(c, policies) {
  const { principal, resource, action, context, contextVariables, wildcardOnlyAction } = c.request
  const request = new AwsRequestImpl(principal, resource, action, new RequestContextImpl(context ?? contextVariables ?? {}), wildcardOnlyAction ?? false)
  return authorize({ request, ...policies, simulationParameters: c.parameters, serviceSettings: c.settings }).result
}

function read(path) {
  return readdirSync(path, { recursive: true })
    .filter((f) => f.endsWith('.json')).sort()
    .flatMap((f) => JSON.parse(readFileSync(join(path, f), 'utf8')))
}

function measure(what, cases, each) {
  let allowed = 0, asked = 0, spent = 0
  for (let round = 0; round < 20; ++round) for (const c of cases) each(c) // let the compiler warm up
  for (const c of cases) if (each(c) === 'Allowed') ++allowed
  const start = performance.now(), before = process.cpuUsage()
  do {
    for (const c of cases) each(c)
    asked += cases.length
    spent = (performance.now() - start) / 1000
  } while (spent < Number(seconds))
  const used = process.cpuUsage(before)
  const processor = Math.round(asked / ((used.user + used.system) / 1e6))
  console.log(`${what} ${Math.round(asked / spent)}\n${what}-processor ${processor}\n${what}-allowed ${allowed} of ${cases.length}`)
}

const cases = [
  ...read(join(folder, 'core')).map((c) => caseOf(c, c.request, c.simulation)),
  ...read(join(folder, 'simulation')).map((c) => caseOf(c.simulation, c.simulation.request, c.simulationOptions))
]
measure('prepared', cases, (c) => ask(c, c.policies))
measure('text', cases, (c) => ask(c, layersOf(JSON.parse(c.text))))
