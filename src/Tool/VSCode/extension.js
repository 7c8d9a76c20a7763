'use strict';

// Starts `containerguard lsp` for the Dockerfiles and compose files of VS Code. The server has all the logic.

const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

const section = 'containerguard';
const around = '**/{.editorconfig,.globalconfig,.hadolint.yaml,.hadolint.yml,.dockerignore,*.dockerignore,' +
  'containerguard.lock.json,containerguard.baseline.json}';

let client;

/** The command line of the server, by the settings. */
function serverOptions() {
  const settings = vscode.workspace.getConfiguration(section);
  const [command, ...first] = settings.get('command');
  const args = [...first, 'lsp', '--level', settings.get('level'), '--pinning', settings.get('pinning')];
  if (settings.get('shellcheck')) args.push('--shellcheck', settings.get('shellcheck'));
  for (const registry of settings.get('trustedRegistries')) args.push('--trusted-registry', registry);
  const cwd = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return { command, args, transport: TransportKind.stdio, options: cwd ? { cwd } : {} };
}

async function start() {
  client = new LanguageClient(section, 'ContainerGuard', serverOptions(), {
    documentSelector: [
      { scheme: 'file', language: 'dockerfile' },
      { scheme: 'file', language: 'dockercompose' },
      { scheme: 'file', pattern: '**/{compose,docker-compose,podman-compose}*.{yaml,yml}' },
      { scheme: 'untitled', language: 'dockerfile' },
      { scheme: 'file', pattern: around },
    ],
  });
  try {
    await client.start();
  } catch (error) {
    const install = 'Install it with "dotnet tool install --global ContainerGuard.Tool", or change "containerguard.command".';
    vscode.window.showErrorMessage(`The command of ContainerGuard does not start: ${error.message}. ${install}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  try {
    await running?.stop();
  } catch {
    // It did not start, or has ended.
  }
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('containerguard.restart', restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(section) && restart()));
  await start();
};

exports.deactivate = stop;
