// Runs before each script in a fresh heap: wire values become JavaScript values, the variables become
// globals, `execution` and `task` collect what the script wants changed. The clock stands still and chance
// is seeded, so that a step that is run again gives the same.
#include "adapters/javascript/prelude.h"

namespace lienthong::javascript {

const char* const prelude = R"js((function (request, evaluate, global) {
  'use strict';
  var stringify = JSON.stringify, parse = JSON.parse, keys = Object.keys, isArray = Array.isArray;
  var RealDate = Date, hasOwn = Object.prototype.hasOwnProperty;
  var effects = [];

  function has(object, name) { return hasOwn.call(object, name); }

  function fromWire(value) {
    if (value === null || typeof value !== 'object') return value;
    if (isArray(value)) return value.map(fromWire);
    if (has(value, '@date')) return new RealDate(value['@date']);
    var out = {};
    keys(value).forEach(function (key) {
      out[key.charAt(0) === '@' ? key.slice(1) : key] = fromWire(value[key]);
    });
    return out;
  }
  function toWire(value) {
    if (value instanceof Node) value = value.value();
    if (value === undefined || value === null || typeof value === 'function') return null;
    if (typeof value !== 'object') return value;
    if (value instanceof RealDate) return isNaN(value.getTime()) ? null : {'@date': value.getTime()};
    if (value instanceof Number || value instanceof String || value instanceof Boolean)
      return value.valueOf();
    if (isArray(value)) return value.map(toWire);
    var out = {};
    keys(value).forEach(function (key) {
      if (typeof value[key] === 'function') return;
      out[key.charAt(0) === '@' ? '@' + key : key] = toWire(value[key]);
    });
    return out;
  }

  function FixedDate(year, month, day, hours, minutes, seconds, ms) {
    if (!(this instanceof FixedDate)) return new RealDate(request.now).toString();
    switch (arguments.length) {
      case 0: return new RealDate(request.now);
      case 1: return new RealDate(year);
      default:
        return new RealDate(year, month, day === undefined ? 1 : day, hours || 0, minutes || 0, seconds || 0,
                            ms || 0);
    }
  }
  FixedDate.prototype = RealDate.prototype;
  FixedDate.prototype.constructor = FixedDate;
  FixedDate.UTC = RealDate.UTC;
  FixedDate.parse = RealDate.parse;
  FixedDate.now = function () { return request.now; };
  global.Date = FixedDate;
  var chance = request.seed % 2147483646 + 1;
  Math.random = function () { return (chance = chance * 16807 % 2147483647) / 2147483647; };
  delete global.Duktape;

  function BpmnError(code, message) {
    if (!(this instanceof BpmnError)) return new BpmnError(code, message);
    this.code = String(code);
    this.message = message === undefined || message === null ? null : String(message);
  }
  BpmnError.prototype.toString = function () { return 'BpmnError ' + this.code; };

  function Node(held) { this.held = held; }
  function node(value) { return value instanceof Node ? value : new Node(value); }
  function step(value, part) {
    if (value === null || typeof value !== 'object') return undefined;
    return has(value, part) ? value[part] : undefined;
  }
  Node.prototype = {
    prop: function (name, value) {
      if (arguments.length > 1) {
        this.held[name] = value instanceof Node ? value.held : value;
        return this;
      }
      if (!this.hasProp(name)) throw new Error("there is no property '" + name + "'");
      return new Node(this.held[name]);
    },
    hasProp: function (name) { return step(this.held, name) !== undefined; },
    deleteProp: function (name) { delete this.held[name]; return this; },
    append: function (value) { this.held.push(value instanceof Node ? value.held : value); return this; },
    elements: function () { return this.held.map(node); },
    fieldNames: function () { return keys(this.held); },
    isObject: function () { return this.held !== null && typeof this.held === 'object' && !this.isArray(); },
    isArray: function () { return isArray(this.held); },
    isString: function () { return typeof this.held === 'string'; },
    isNumber: function () { return typeof this.held === 'number'; },
    isBoolean: function () { return typeof this.held === 'boolean'; },
    isNull: function () { return this.held === null || this.held === undefined; },
    stringValue: function () { return String(this.held); },
    numberValue: function () { return Number(this.held); },
    boolValue: function () { return this.held === true || this.held === 'true'; },
    value: function () { return this.held; },
    mapTo: function () { return this.held; },
    element: function () { return this; },
    elementList: function () { return this.elements(); },
    jsonPath: function (path) {
      if (!/^\$(\.[\w-]+|\[\d+\]|\['[^']*'\])*$/.test(path))
        throw new Error("the path '" + path + "' is beyond $.name, ['name'] and [index]");
      var at = this.held;
      (path.match(/[\w-]+|'[^']*'/g) || []).forEach(function (part) {
        at = step(at, part.charAt(0) === "'" ? part.slice(1, -1) : part);
      });
      if (at === undefined) throw new Error("there is nothing at '" + path + "'");
      return new Node(at);
    },
    toString: function () { return stringify(this.held); },
    toJSON: function () { return this.held; }
  };
  function S(text) { return node(typeof text === 'string' ? parse(text) : text); }
  function Json(text) { return S(text); }
  Json.parse = parse;
  Json.stringify = stringify;

  var scopes = request.scopes.map(fromWire);
  function scopeOf(name) {
    for (var i = 0; i < scopes.length; ++i)
      if (has(scopes[i], name)) return scopes[i];
    return null;
  }
  function visible() {
    var all = {};
    for (var i = scopes.length - 1; i >= 0; --i)
      keys(scopes[i]).forEach(function (name) { all[name] = scopes[i][name]; });
    return all;
  }
  function capital(name) { return name.charAt(0).toUpperCase() + name.slice(1); }
  function readVariable(name) {
    var scope = scopeOf(name);
    return scope ? scope[name] : null;
  }
  function host(object, properties) {
    function change(method, args) {
      effects.push({object: object, method: method, arguments: args.map(toWire)});
    }
    var self = {
      getVariable: readVariable,
      hasVariable: function (name) { return scopeOf(name) !== null; },
      getVariableLocal: function (name) { return has(scopes[0], name) ? scopes[0][name] : null; },
      hasVariableLocal: function (name) { return has(scopes[0], name); },
      getVariables: visible,
      getVariableNames: function () { return keys(visible()); },
      getVariablesLocal: function () { return scopes[0]; },
      setVariable: function (name, value) {
        (scopeOf(name) || scopes[scopes.length - 1])[name] = value;
        change('setVariable', [name, value]);
      },
      setVariableLocal: function (name, value) {
        scopes[0][name] = value;
        change('setVariableLocal', [name, value]);
      },
      setVariables: function (all) {
        keys(all).forEach(function (name) { self.setVariable(name, all[name]); });
      },
      removeVariable: function (name) {
        var scope = scopeOf(name);
        if (scope) delete scope[name];
        change('removeVariable', [name]);
      }
    };
    keys(properties).forEach(function (name) {
      self[name] = properties[name];
      self['get' + capital(name)] = function () { return self[name]; };
    });
    self.change = change;
    return self;
  }
  function finished(self) { delete self.change; return self; }

  var execution = host('execution', fromWire(request.execution)), task = null;
  if (request.task) {
    task = host('task', fromWire(request.task));
    (function (change) {
      var fields = ['assignee', 'owner', 'name', 'description', 'priority', 'dueDate', 'followUpDate'];
      fields.forEach(function (name) {
        task['set' + capital(name)] = function (value) {
          task[name] = value;
          change('set' + capital(name), [value]);
        };
      });
      ['addCandidateUser', 'addCandidateGroup', 'deleteCandidateUser', 'deleteCandidateGroup'].forEach(
          function (name) { task[name] = function (value) { change(name, [value]); }; });
    })(task.change);
    task.getExecution = function () { return execution; };
    task.execution = execution;
  }
  function say() {}
  global.S = S;
  global.JSON = Json;
  global.BpmnError = BpmnError;
  global.print = say;
  global.console = {log: say, info: say, warn: say, error: say, debug: say};
  (function (all) { keys(all).forEach(function (name) { global[name] = all[name]; }); })(visible());
  global.execution = finished(execution);
  if (task) global.task = finished(task);

  function lineOf(error) {
    if (error.fileName === 'script') return error.lineNumber;
    var found = /\(?script:(\d+)/.exec(String(error.stack));
    return found ? Number(found[1]) : 0;
  }
  var result;
  try {
    result = toWire(evaluate(request.source, request.compile === true));
  } catch (error) {
    if (error instanceof BpmnError)
      return stringify({bpmnError: {code: error.code, message: error.message}, effects: effects});
    if (error instanceof Error) return stringify({error: String(error), line: lineOf(error)});
    return stringify({error: String(error), line: 0});
  }
  return stringify({result: result, effects: effects});
}))js";

}  // namespace lienthong::javascript
